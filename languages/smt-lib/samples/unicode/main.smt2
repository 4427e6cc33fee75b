(echo "naïve 日本語 🎉")
(echo "Grüße 世界 🚀")
