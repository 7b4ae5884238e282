"""From an image that somebody sends to its ink.

Opening and fetching images, background, ruled lines, connected components and the pen path.
"""
