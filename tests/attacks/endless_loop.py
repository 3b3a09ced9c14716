# tries to: loop for ever when the file is run
while True:
    pass
