"""Where is it computed?"""
