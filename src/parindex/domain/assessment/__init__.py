"""What a season judges without a database: risks of a sheet, evidence, agreement of appraisers."""
