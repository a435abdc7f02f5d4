"""What people have settled about two catalogues, as <first>--<second>.yaml; the rest is proposed by names."""
