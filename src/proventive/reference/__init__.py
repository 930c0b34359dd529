"""What does the field already know?"""
