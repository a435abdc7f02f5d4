"""Surveys as law: questionnaires, what makes a form acceptable, the exact index, sizes and draws of samples."""
