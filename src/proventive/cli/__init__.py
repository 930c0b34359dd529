"""What can be asked for at the command line?"""
