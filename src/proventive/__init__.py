"""Proventive."""
