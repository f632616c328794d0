"""The oracle: a deliberately naive second implementation of the case rules in plain Python.

It knows nothing of the product's SQL, groups or queries: days are sets of days, cases are lists of rows, groups are
written out again. Tests compare the product with it. `rows` holds the plain facts, `cases` the rules of statistics
section 3, `reports` the reports, `facts` turns plain rows into a care and a national database with the product's own
models.
"""
