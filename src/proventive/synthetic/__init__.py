"""What would we see if we knew the answer?"""
