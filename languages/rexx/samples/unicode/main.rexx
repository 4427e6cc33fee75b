say 'naïve 日本語 🎉'
parse pull line
say line
