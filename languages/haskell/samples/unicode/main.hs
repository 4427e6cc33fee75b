main :: IO ()
main = do
  line <- getLine
  putStrLn "naïve 日本語 🎉"
  putStrLn line
  print (length line)
