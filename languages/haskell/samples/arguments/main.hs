import System.Environment (getArgs)

main :: IO ()
main = getArgs >>= mapM_ display . zip [1 :: Int ..]
  where
    display (position, argument) = putStrLn (show position ++ ": [" ++ argument ++ "]")
