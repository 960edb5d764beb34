"""The parts of a dialogue or an initiative that people add, edit, move and delete one by one.

`registry` says which kinds there are, `forms` what one fills in, `services` how they are written,
`views` are the pages that serve all kinds alike.
"""
