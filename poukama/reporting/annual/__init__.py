"""The annual report (toimintakertomus): put together from the plan and the year, written as DOCX and PDF."""
