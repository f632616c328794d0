"""Charts drawn on the server as PNG and SVG, from the same chart model as the page's (dashboards 11.2).

`picture` says what stands in a picture and needs no drawing library; `sheet` draws it and is imported when the first
picture is asked for.
"""
