"""What speaks against the estimate?"""
