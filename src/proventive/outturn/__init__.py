"""What was kept, and what is owed?"""
