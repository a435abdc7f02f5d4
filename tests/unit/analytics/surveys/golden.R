# Writes into the folder of its argument the samples and the figures of R's package survey that the estimates must equal.
suppressMessages(library(survey))
data(api)
out <- commandArgs(TRUE)[1]
dir.create(out, showWarnings = FALSE, recursive = TRUE)
told <- file.path(out, "expected.csv")
vars <- c("api00", "api99", "wide", "core", "emer")
q <- function(x) ifelse(is.na(x), "", trimws(formatC(as.numeric(x), digits = 17, format = "g")))

put <- function(name, d, columns) {
  x <- d[, c("stype", columns, vars)]
  for (n in names(x)) if (is.numeric(x[[n]])) x[[n]] <- q(x[[n]])
  write.csv(x, file.path(out, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
}

row <- function(case, variable, domain, m, df) {
  e <- coef(m)[[1]]
  s <- as.numeric(SE(m))[1]
  half <- qt(.975, df) * s
  cat(paste(case, variable, domain, q(e), q(s), q(df), q(e - half), q(e + half), sep = ","), "\n", sep = "",
      file = told, append = TRUE)
}

go <- function(case, design) {
  for (v in vars) {
    f <- as.formula(paste0("~", v))
    row(case, v, "", svymean(f, design, na.rm = TRUE), degf(design))
    for (t in c("E", "H", "M")) {
      part <- subset(design, stype == t)
      row(case, v, t, svymean(f, part, na.rm = TRUE), degf(part))
    }
  }
  row(case, "api00/api99", "", svyratio(~api00, ~api99, design), degf(design))
}

prepare <- function(d) {
  d$wide <- as.numeric(d$sch.wide == "Yes")
  d$core <- d$acs.core
  d$stype <- as.character(d$stype)
  d
}

cat("case,variable,domain,value,se,df,low,high\n", file = told)
srs <- prepare(apisrs); strat <- prepare(apistrat); clus1 <- prepare(apiclus1); clus2 <- prepare(apiclus2)
clus2$fpc2 <- as.numeric(clus2$fpc2)
lonely <- strat[c(1:60, 101, 151:200), ]
put("apisrs", srs, c("pw", "fpc"))
put("apistrat", strat, c("pw", "fpc"))
put("apiclus1", clus1, c("dnum", "pw", "fpc"))
put("apiclus2", clus2, c("dnum", "snum", "pw", "fpc1", "fpc2"))
put("lonely", lonely, c("pw", "fpc"))
schools <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
one <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = clus1)
two <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = clus2)
go("apisrs", svydesign(id = ~1, fpc = ~fpc, weights = ~pw, data = srs))
go("apistrat", svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = strat))
go("apistrat_replaced", svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat))
go("apiclus1", one)
go("apiclus1_post", postStratify(one, ~stype, schools))
go("apiclus2", two)
go("apiclus2_post", postStratify(two, ~stype, schools))
go("apiclus2_replaced", svydesign(id = ~dnum, weights = ~pw, data = clus2))
for (rule in c("certainty", "adjust", "average")) {
  options(survey.lonely.psu = rule)
  design <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = lonely)
  for (v in c("api00", "wide")) {
    row(paste0("lonely_", rule), v, "", svymean(as.formula(paste0("~", v)), design), degf(design))
  }
}
