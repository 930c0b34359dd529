"""What is it worth, and to whom?"""
