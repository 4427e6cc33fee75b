main :: IO ()
main = do
  putStrLn "before"
  print (length (show (1 `div` (0 :: Int))))
