"""``python -m proventive`` is the same as ``proventive``."""

from proventive.cli import main

if __name__ == "__main__":
    main()
