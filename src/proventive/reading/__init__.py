"""What does this file say, and where?"""
