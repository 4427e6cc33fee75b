Print("naïve 日本語 🎉\n");
Print(ReadLine(InputTextUser()));
