import Control.Concurrent

main :: IO ()
main = do
  boxes <- mapM start [1 .. 4 :: Int]
  squares <- mapM takeMVar boxes
  putStrLn (unwords (map show squares))
  where
    start number = do
      box <- newEmptyMVar
      _ <- forkOS (putMVar box $! number * number)
      pure box
