require greetings.4th

s" Ada" greet cr
