"""The press: words in, a tagged PDF (PDF/UA-1) or a Word document out. Knows no feature, no database and no key.

    said = document.begun(title="Report", number="ER-2026-483920", made=utc_now())
    said["blocks"] = [document.heading("Findings"), document.text("What was found."), document.table([…], [[…]])]
    pdf = apart.made("pdf", said)      # in a process of its own, which holds at most 600 MiB and knows no network
    word = apart.made("docx", said)

`document` says what may stand in one; `typesetting` and `word` make it; `child` is the process. Words are data and
never become code: what is set is a sheet of our own, and everything else reaches it as one JSON value.
"""
