"""The public site's pages for people: what the figures say, how they are made, and who is behind them."""
