// What an answer of the server puts in place of a part of the page, around a person who may be typing in it.
let isInChange = false;

// Chromium tells of a field that is taken out of the page as if the person had changed and left it.
export const isChanging = () => isInChange;

const FIELDS = "input:not([type=hidden]), textarea, select";

export function stateOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  return field.type === "file" ? field.files.length : field.value;
}

export function givenOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.defaultChecked;
  if (field.type === "file") return 0;
  if (!field.matches("select")) return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
}

function twinIn(next, field) {
  if (field.id) return next.querySelector(`#${CSS.escape(field.id)}`);
  const same = field.type === "radio" ? `[value="${CSS.escape(field.value)}"]` : "";
  return field.name ? next.querySelector(`[name="${CSS.escape(field.name)}"]${same}`) : null;
}

function put(field, twin) {
  if (field.type === "checkbox" || field.type === "radio") twin.checked = field.checked;
  else if (field.type === "file") {
    twin.files = field.files;
    queueMicrotask(() => twin.dispatchEvent(new Event("change", { bubbles: true }))); // whoever lists them
  }
  else twin.value = field.value;
  twin.closest("details")?.setAttribute("open", "");
}

// What was typed in `old` and is not sent goes to `next`, with the version of what the person had seen while typing.
export function carry(old, next, isUnsent = (field) => stateOf(field) !== givenOf(field)) {
  for (const field of [...old.querySelectorAll(FIELDS)].filter(isUnsent)) {
    const twin = twinIn(next, field);
    if (!twin?.matches(FIELDS)) continue;
    put(field, twin);
    const [seen, now] = [field.form?.elements.version, next.querySelector("[name=version]")];
    if (now && old.contains(seen)) now.value = seen.value;
  }
}

// Changes parts of the page; focus and caret stay where the person has them.
export function change(replace) {
  const { activeElement: focused } = document;
  const { name, id, selectionStart: from, selectionEnd: to } = focused;
  const part = focused.closest("[id]:not(input, textarea, select, button)")?.id;
  isInChange = true;
  replace();
  isInChange = false;
  if (focused.isConnected) return;
  const place = document.getElementById(part) ?? document;
  const again = (id && document.getElementById(id)) || (name && place.querySelector(`[name="${CSS.escape(name)}"]`));
  if (!again) return;
  again.closest("details")?.setAttribute("open", "");
  again.focus({ preventScroll: true });
  if (from != null) again.setSelectionRange?.(from, to);
}
