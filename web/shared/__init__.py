"""What more than one tab uses.

Components, language, HTTP requests and answers, the texts of the frame, and the browser files.
"""
