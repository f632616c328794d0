"""Everything a browser meets: the public site, the logged-in site, their components, texts and downloads."""
