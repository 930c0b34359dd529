"""How do we know what would have happened anyway?"""
