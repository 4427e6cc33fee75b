main :: IO ()
main = do
  numbers <- map read . lines <$> getContents :: IO [Int]
  putStrLn (show (length numbers) ++ " numbers, sum " ++ show (sum numbers))
