"""The flow in order, for command line, notebook and web."""
