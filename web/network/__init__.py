"""The Network tab: the network in Netron, its layers, its latency and its files.

`tab.py` has the markup, `api.py` the routes, `network.js` is where the browser starts.
"""
