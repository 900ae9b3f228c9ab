"""The report: results as one page that works offline, where links can be flipped because every combination was run.

`ecosim.report.page.write_report` writes it. What the page shows is put together here as plain data; how it looks
and what it does when a link is flipped is in ``web``.
"""
