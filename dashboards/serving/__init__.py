"""What both sites are served with: pages from addresses, headers, readers of releases, files to download."""
