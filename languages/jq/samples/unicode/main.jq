"naïve 日本語 🎉", (input | ., length)
