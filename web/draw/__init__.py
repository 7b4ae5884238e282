"""The Draw tab: drawing, the live reading, its explanation, and ways to keep a drawing.

`tab.py` has the markup, `api.py` the routes, `draw.js` is where the browser starts.
"""
