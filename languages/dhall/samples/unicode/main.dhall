let line = \(text : Text) -> "${text}\n"

in  line "naïve 日本語 🎉" ++ line "Grüße 世界 🚀"
