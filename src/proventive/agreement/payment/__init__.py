"""What does a term pay, for given claims?"""
