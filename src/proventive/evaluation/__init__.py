"""What changed, against what would have happened anyway?"""
