"""Documents drawn from plain data: as a tagged PDF and as a DOCX, the same blocks in both."""
