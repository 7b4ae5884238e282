"""The Pictures tab: reads an image from a file, the clipboard, the camera or a URL.

`tab.py` has the markup, `api.py` the routes, `pictures.js` is where the browser starts.
"""
