"""What the commands do behind their options: finding providers, running them, publishing, telling."""
