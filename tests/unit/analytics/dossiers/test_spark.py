"""The very statements that count on one machine, given unchanged to Spark: a distributed engine counts the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from parindex.analytics.bulk.counting import BulkEngine, largest_statement, statement
from parindex.analytics.bulk.facts import refresh_facts
from parindex.analytics.bulk.importing import import_file
from parindex.analytics.bulk.store import Store
from parindex.definitions.dossiers.loader import load_indicators
from tests.factories.dossiers import cells, random_dossiers, write_csv
from tests.unit.analytics.dossiers.test_two_engines import QUERIES

pytestmark = [pytest.mark.spark, pytest.mark.slow]
COUNT = 3_000
AWKWARD = "Xã H'Minh \\ Họa"
VIEW = "(SELECT * FROM dossiers WHERE problem IS NULL)"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("spark")
    dossiers = (
        replace(one, unit=AWKWARD) if number % 10 == 0 else one
        for number, one in enumerate(random_dossiers(COUNT, seed=20_261_121))
    )
    store = Store(folder / "kho")
    import_file(store, write_csv(folder / "ho-so.csv", map(cells, dossiers)))
    refresh_facts(store)
    return store


@pytest.fixture(scope="module")
def spark(store: Store) -> Iterator[Any]:
    """Start Spark on this machine over the sorted facts; without Java CI fails."""
    if shutil.which("java") is None:
        assert not os.environ.get("CI"), "CI needs Java: scripts/install-system-packages"
        pytest.skip("needs Java")
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": "1",
            # A few thousand rows: compiling sixty counts for each query would take longer than counting.
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.sql.adaptive.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.memory": "1g",
            "spark.sql.session.timeZone": "Asia/Ho_Chi_Minh",
            "spark.sql.warehouse.dir": str(store.folder / "warehouse"),
        }
        builder = SparkSession.builder.master("local[1]").appName("parindex-tests")
        for key, value in settings.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    paths = store.counted_paths(store.require())
    session.read.parquet(*map(str, paths)).createOrReplaceTempView("dossiers")
    yield session
    session.stop()


def test_spark_counts_the_same(store: Store, spark: Any) -> None:
    """All in one start of the machine, which takes longer than counting."""
    measures = load_indicators().measures
    engine = BulkEngine(store.counted_paths(store.require()), measures=measures)
    queries = [*QUERIES[:5], QUERIES[-1], replace(QUERIES[1], units=(AWKWARD,))]

    for query in queries:
        ((most,),) = spark.sql(largest_statement(query, relation=VIEW)).collect()
        rows = spark.sql(statement(query, measures=measures, relation=VIEW, most=most)).collect()
        assert [tuple(row) for row in rows] == [(*one.keys, *one.counts) for one in engine.count(query)], query
    assert list(engine.count(queries[-1]))
