1i naïve 日本語 🎉
