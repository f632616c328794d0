"""The oracle: a deliberately naive second implementation of the rules in plain Python.

It knows nothing of the product's SQL, groups or queries: days are sets of days, cases are lists of rows, groups are
written out again. Tests compare the product with it. `rows` holds plain sick-leave rows, `cases` the rules of
statistics section 3, `history` everything that a release is made of. `question` is what somebody asks, `facts_in_reach`
which facts that reaches, `case_groups` and `fact_groups` where they count, `answers` every report on every level,
`overviews` the boxes, `measures` what is told of cells beside their number. `facts` and `history_database` turn plain
facts into databases with the product's own models.
"""
