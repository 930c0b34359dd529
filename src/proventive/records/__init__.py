"""What happened, and to whom?"""
