"""The methods themselves: pure functions of arrays, each returning a small frozen result.

No method knows of agreements, records or figures; the designs bring them arrays and tell the result.
"""
