"""The bulk engine: DuckDB over Parquet files in one folder. Nothing outside this package knows either."""
