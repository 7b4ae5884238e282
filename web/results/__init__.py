"""The Results tab: the evaluation report of the served network.

`tab.py` has the markup, `api.py` the routes, `results.js` is where the browser starts.
"""
